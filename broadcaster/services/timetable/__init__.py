"""What the pages of Lịch phát show: sessions of days and villages, what changed, what is heard before it is made."""
