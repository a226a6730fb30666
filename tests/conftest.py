"""What all tests share."""

from hypothesis import HealthCheck, settings

# A busy machine is no failure: examples are bounded in number, never in time.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")
