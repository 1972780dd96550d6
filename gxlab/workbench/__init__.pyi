from .builds import tidy_table as tidy_table
from .reproduction import reproduce as reproduce
from .terminal import show_report as show_report
from .terminal import show_table as show_table
from .terminal import write_table as write_table
