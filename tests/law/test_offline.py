"""The offline rules say what the service says: outcome, bounds and the next question, of random households that leave most of it out."""

import gzip
from datetime import date

import numpy as np
import pytest
from generators import offline, partial
from generators.shipped import BOOK, SUBJECT

from cdmz_rules.script.bundle import bundle
