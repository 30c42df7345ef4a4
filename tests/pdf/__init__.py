"""Tests of pipelines.pdf."""
