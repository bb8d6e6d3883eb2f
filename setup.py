"""What does the package hold? What stands below ``src``, and, in a wheel, the scripts in ``experiments``."""

import sys

from setuptools import find_namespace_packages, setup

# Whoever works on a checkout has the scripts beside ``src``; one folder alone is a path that editors understand, too.
SCRIPTS = {} if "editable_wheel" in sys.argv else {"discourse.experiments": "experiments"}

setup(packages=[*find_namespace_packages("src"), *SCRIPTS], package_dir={"": "src", **SCRIPTS})
