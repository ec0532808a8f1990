"""Messages to accounts, phones and duty posts; quiet hours, digest, phone codes. Floor 5."""
