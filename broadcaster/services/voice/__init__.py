"""From spoken text to sound: what is wanted, made, tried again, and which voices a commune has."""
