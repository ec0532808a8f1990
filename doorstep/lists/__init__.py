"""The three lists (三个清单) of what was collected, and their figures. Floor 14; writes nothing."""
