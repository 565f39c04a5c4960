"""python -m tools.report DIR"""

import sys

from tools.report import main

sys.exit(main())
