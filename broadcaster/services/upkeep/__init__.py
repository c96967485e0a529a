"""What keeps a home well: backup, the doctor, room on the disk, and who did what."""
