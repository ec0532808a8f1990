"""Party organisations of three tiers, what they cover, and their members. Floor 7."""
