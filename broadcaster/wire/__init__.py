"""What server and village say to each other: versioned JSON documents, and signatures over them."""
