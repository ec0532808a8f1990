"""What is kept of persons, bodies, offices and accounts."""

from doorstep.people.models.accounts import Account, LoginTry, Parting, Rate, Token
from doorstep.people.models.bodies import Body
from doorstep.people.models.offices import Absence, DutyShift, Office
from doorstep.people.models.persons import Consent, Household, Looked, Person, Stay

__all__ = [
    "Absence", "Account", "Body", "Consent", "DutyShift", "Household", "LoginTry", "Looked",
    "Office", "Parting", "Person", "Rate", "Stay", "Token",
]  # fmt: skip
