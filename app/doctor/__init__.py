"""What ``playground doctor`` looks at: whether this machine can serve the playground as it is set up."""

from app.doctor.examination import examine
from app.doctor.finding import Finding

__all__ = ["Finding", "examine"]
