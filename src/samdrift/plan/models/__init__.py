"""What planning stores."""

from samdrift.plan.models.baselines import Baseline, BaselineLine, BaselineSignature, CostKind, RemainingCost
from samdrift.plan.models.expectations import EXPECTED_KINDS, ONCE, Expectation, IndexChoice, IndexValue
from samdrift.plan.models.joining import Gate, GateDay, Joining, JoiningReport, OneOffCost, PublishedJoining, PublishedOneOff

__all__ = ["Gate", "GateDay", "Joining", "JoiningReport", "OneOffCost", "PublishedJoining", "PublishedOneOff"]
__all__ += ["Baseline", "BaselineLine", "BaselineSignature", "CostKind", "RemainingCost"]
__all__ += ["EXPECTED_KINDS", "ONCE", "Expectation", "IndexChoice", "IndexValue"]
