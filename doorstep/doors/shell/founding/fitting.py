"""Which notes of texts.toml go with which topics of demand.toml.

A note that is not named here goes with anything.
"""

from __future__ import annotations

#: Note → topics and leaves it goes with; () for notes that are told by name only.
ABOUT: dict[str, tuple[str, ...]] = {
    "attempt-01": ("noise_home", "neighbours", "leak_between", "dogs", "sheds", "fly_wire"),
    "attempt-02": ("parking_mess", "fire_lane", "road_parking", "alley_parking", "dead_car"),
    "attempt-03": ("stair_light", "street_lamp"), "attempt-05": ("leak_between",),
    "attempt-04": ("property", "rubbish", "parking", "wires", "lifts_lights"),
    "attempt-06": ("waste_building", "rubbish"),
    "attempt-07": ("dead_car", "bulky_waste", "corridor_clutter", "ebike_mess"),
    "attempt-08": ("shop_noise", "cooking_fume"), "attempt-09": ("lifts_lights", "leaks"),
    "attempt-10": ("basement_flood", "water_outage", "water_pressure"), "attempt-11": (),
    "attempt-12": (), "attempt-13": (), "attempt-14": ("leak_between", "leak_roof"),
    "attempt-15": ("parking",), "attempt-16": (),
    "attempt-17": ("pipe_burst", "drain_blocked", "sewage_overflow", "water_pressure"),
    "attempt-18": ("leak_roof",), "attempt-19": (), "attempt-20": ("neighbours", "leak_between"),
    "attempt-25": ("noise", "parking", "dogs", "vendor", "out_of_shop", "rubbish"),
    "attempt-26": ("noise",), "attempt-27": ("noise_home", "neighbours"),
    "attempt-28": ("parking", "wires", "rubbish", "dogs"),
    "attempt-29": ("parking_mess", "ebike_mess", "fire_lane"),
    "attempt-30": ("manhole", "road_broken", "road_collapse", "wall_falling"),
    "escalate_reason-01": ("neighbours", "noise_home", "leak_between"),
    "escalate_reason-02": ("leak_roof", "lift_fault", "maintenance_fund", "wall_falling"),
    "escalate_reason-03": ("drain_blocked", "sewage_overflow", "flooding"),
    "escalate_reason-04": ("property_left",),
    "escalate_reason-05": ("shop_noise", "bbq", "cooking_fume", "out_of_shop", "vendor"),
    "escalate_reason-06": ("wires",), "escalate_reason-07": ("fire_lane",),
    "escalate_reason-08": ("manhole", "road_broken", "cable_messy", "power_line"),
    "escalate_reason-09": ("leak_roof", "drain_blocked", "stairs_handrail", "basement_flood"),
    "escalate_reason-10": ("wall_damage",),
    "escalate_reason-11": ("ditch", "rural_road", "pond_dirty"),
    "escalate_reason-12": ("ditch", "pond_dirty", "foul_water"),
    "verify_note-01": ("stair_light", "street_lamp"), "verify_note-02": ("property", "rubbish"),
    "verify_note-03": ("leaks",), "verify_note-04": ("leak_roof", "leak_between", "road_broken"),
    "verify_note-05": ("parking",), "verify_note-07": ("noise", "dogs", "leaks", "lifts_lights"),
    "comment_solved-01": ("stair_light", "street_lamp"),
    "comment_solved-02": ("lifts_lights", "leaks", "unit_door", "water_outage", "power_outage"),
    "comment_solved-03": ("leak_between", "leak_roof"),
    "comment_solved-04": ("lifts_lights", "leaks", "elders", "unit_door"),
    "comment_solved-05": ("parking_mess", "fire_lane", "road_parking", "alley_parking"),
    "comment_solved-07": ("drain_blocked", "sewage_overflow"), "comment_solved-08": ("noise",),
    "comment_solved-09": ("elders",), "comment_solved-11": ("stair_light", "street_lamp"),
    "comment_solved-12": ("dog_unleashed",),
    "comment_solved-13": ("water_outage", "water_pressure", "water_quality", "rural_water"),
    "comment_solved-14": ("rubbish",), "comment_solved-15": ("unit_door",),
    "comment_solved-16": ("property_fee", "meter_bill", "maintenance_fund", "temp_aid"),
    "comment_solved-18": ("noise_home",), "comment_solved-20": ("manhole",),
    "comment_solved-21": ("road_broken", "rural_road"), "comment_solved-23": ("lift_fault",),
    "comment_solved-25": ("property_clean", "stairwell_dirty", "rubbish", "bulky_waste"),
    "comment_solved-27": ("corridor_clutter", "common_space", "parking_mess", "ebike_mess"),
    "comment_solved-28": ("stair_light", "street_lamp", "noise", "parking"),
    "comment_otherwise-02": ("flooding", "road_broken", "drain_blocked", "parking_space"),
    "comment_otherwise-03": ("street_lamp",), "comment_otherwise-04": ("leak_between",),
    "comment_otherwise-05": (), "comment_otherwise-06": ("parking_space",),
    "comment_otherwise-07": (), "comment_otherwise-08": ("flooding", "street_lamp"),
    "comment_otherwise-09": (),
    "comment_otherwise-11": ("noise", "rubbish", "parking", "leaks"),
    "comment_not-02": ("lifts_lights", "unit_door", "drain_blocked", "water_pressure"),
    "comment_not-04": ("leak_between", "leak_roof"), "comment_not-05": ("noise",),
    "comment_not-06": ("parking_mess", "fire_lane"), "comment_not-08": ("stair_light",),
    "comment_not-10": ("property_clean", "stairwell_dirty"),
    "firm_return-01": ("parking_mess", "fire_lane"), "firm_return-02": ("parking_space",),
    "firm_return-03": ("leak_roof",), "firm_return-04": ("leak_between",),
    "firm_return-05": ("fly_wire",), "firm_return-06": ("waste_building",),
    "firm_return-07": ("noise_home",), "firm_return-08": ("illegal_build",),
    "firm_return-09": ("neighbour_dispute", "common_space", "drip_smoke"),
    "firm_return-10": ("lift_fault",), "firm_return-11": ("property_fee",),
    "firm_return-12": ("dog_mess", "dog_unleashed"),
}  # fmt: skip
#: Leaf → what the first department says when it sends a matter back, which one that is, and whose
#: it is then ("": the street keeps it).
RETURNS: dict[str, tuple[str, str, str]] = {
    "shop_noise": ("return_reason-02", "environment", "police"),
    "road_broken": ("return_reason-03", "urban_management", "housing"),
    "manhole": ("return_reason-05", "urban_management", "water"),
    "illegal_build": ("return_reason-06", "water", "urban_management"),
    "rural_road": ("return_reason-11", "transport", ""),
    "algae": ("return_reason-12", "environment", "lake_authority"),
    "road_parking": ("return_reason-13", "traffic_police", "urban_management"),
    "alley_parking": ("return_reason-13", "traffic_police", "urban_management"),
    "site_noise": ("return_reason-14", "housing", "urban_management"),
    "bbq": ("return_reason-15", "market_supervision", "urban_management"),
    "vendor": ("return_reason-15", "market_supervision", "urban_management"),
}
#: Leaf → what the city says when it decides whose a matter is, and who that is ("": the town).
RULINGS: dict[str, tuple[str, str]] = {
    "shop_noise": ("ruling-05", "police"), "road_broken": ("ruling-12", "housing"),
    "manhole": ("ruling-03", "housing"), "illegal_build": ("ruling-09", "urban_management"),
    "rural_road": ("ruling-06", ""), "road_parking": ("ruling-01", "urban_management"),
    "alley_parking": ("ruling-01", "urban_management"),
    "site_noise": ("ruling-11", "urban_management"), "bbq": ("ruling-10", "urban_management"),
    "vendor": ("ruling-10", "urban_management"),
}  # fmt: skip
#: Leaves for which a property company has words to send a matter back.
FIRMS = frozenset(leaf for note, about in ABOUT.items() for leaf in about
                  if note.startswith("firm_return"))  # fmt: skip
#: Topic → titles of the parts into which a matter of it is divided.
PARTS: dict[str, tuple[str, ...]] = {
    "parking": ("01", "02", "03", "04"), "leaks": ("05", "06", "07"),
    "rubbish": ("12", "14", "15"), "wires": ("10", "11", "13"),
}  # fmt: skip
#: Topics that a property company is handed, where there is one.
FOR_FIRMS = {"parking", "rubbish", "property", "leaks", "wires", "lifts_lights"}
#: Leaves of things out of doors: an order of the hotline may say that they are near a place.
OUTSIDE = frozenset((
    "road_parking", "site_noise", "shop_noise", "bbq", "vendor", "out_of_shop", "rubbish",
    "road_broken", "manhole", "street_lamp", "traffic_sign", "bus_service", "noise_square",
    "dog_unleashed", "stray_dog", "algae", "foul_water", "factory_nuisance", "site_dust",
    "muck_spill", "road_dig", "billboard", "visitor_parking", "school_gate", "fire_lane",
))  # fmt: skip
#: Notes of a look that found it not mended.
NOT_MENDED = ("verify_note-04", "verify_note-05", "verify_note-08")


def fits(note: str, about: tuple[str, ...]) -> bool:
    """Whether a note goes with a matter: its topic, its leaf."""
    return note not in ABOUT or not set(about).isdisjoint(ABOUT[note])


#: Words of a greeting (or an ending) that do not go with words of the text beside it.
_CLASHES = (
    ("好", "您好"), ("好", "你好"), ("租", "租"), ("娃", "孩"), ("娃", "女儿"), ("小学", "孩"),
    ("小学", "女儿"), ("孩子的事", "物业"), ("老太婆", "老伴"), ("谢", "谢"), ("麻烦", "麻烦"),
    ("店", "我是"), ("门面", "店"), ("今早", "今"), ("12345", "报警"), ("栋", "栋"),
)  # fmt: skip


def clash(piece: str, text: str) -> bool:
    """Whether a greeting or ending would repeat or contradict the text."""
    return any(mine in piece and theirs in text for mine, theirs in _CLASHES)
