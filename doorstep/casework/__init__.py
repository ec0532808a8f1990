"""Work with a matter at the desk: more time, questions, reminders, returns and rulings."""
