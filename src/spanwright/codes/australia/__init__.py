"""AS 5100: factors that go with its rail load model; formulas from memory."""
