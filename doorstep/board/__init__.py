"""The board (指标总览): figures as of any date and role homes. Floor 20; writes nothing."""
