"""What everything else is measured from: units, arrays, errors, the ledger of sources."""
