"""The portal: pages of residents, without log-in or scripts."""
