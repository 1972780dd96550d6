"""A corpus of annual reports whose parameters are known, to try an analysis on.

The reports are files in the formats in which real ones are found, so that the whole way from
file to model can be walked, and what the model finds compared with what was put in. They go
the way ``parameters → values → words and tables → file``:

==========  ===========================================================================
module      what it holds
==========  ===========================================================================
parameters  `Parameters`: what the corpus is drawn from
draw        bodies over years: tables whose identities hold, within and between years
words       the prose, each sentence with the values that it states
errors      blank and broken totals, planted at stated rates
corpus      `simulate` and `Simulation`: the files, and the truth about them
==========  ===========================================================================

Every file says that it is simulated, in its name and under its title
(`gxlab.extract.attribution.simulated`); the package never builds it together with real reports.
"""

from gxlab.samples.simulation.corpus import Simulation, simulate
from gxlab.samples.simulation.parameters import Parameters

__all__ = ["Parameters", "Simulation", "simulate"]
