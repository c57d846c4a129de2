"""The verbs of the compute service: what ``host.hcs`` consists of."""

from hcspy.hcs.services.hcs import HCS
from hcspy.hcs.services.operation import Operation, UnseenFailureWarning
from hcspy.hcs.services.process import Process, ProcessTimedOutError
from hcspy.hcs.services.system import System
from hcspy.hcs.services.systems import Systems

__all__ = ["HCS", "Operation", "Process", "ProcessTimedOutError", "System", "Systems", "UnseenFailureWarning"]
