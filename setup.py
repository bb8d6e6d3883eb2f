"""What does the package hold? What stands below ``src``, and the scripts in ``experiments``."""

from setuptools import find_namespace_packages, setup

setup(
    packages=[*find_namespace_packages("src"), "discourse.experiments"],
    package_dir={"": "src", "discourse.experiments": "experiments"},
)
