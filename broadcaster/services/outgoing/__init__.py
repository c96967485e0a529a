"""From programmes to villages: what is published, packed, printed and fed, and the days as pages show them."""
