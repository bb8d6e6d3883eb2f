"""What goes into the package? What stands below ``src``, and the scripts of ``experiments`` as ``discourse.experiments``."""

from setuptools import find_namespace_packages, setup

setup(
    packages=[*find_namespace_packages("src"), "discourse.experiments"],
    package_dir={"": "src", "discourse.experiments": "experiments"},
)
