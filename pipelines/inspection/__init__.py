"""From canonical tables to findings: structure, classification, rules, privacy."""
