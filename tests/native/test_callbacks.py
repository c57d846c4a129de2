"""Notifications: they come on threads that Python has never seen."""

from __future__ import annotations

import threading
from typing import Any

import pytest

import hcspy
