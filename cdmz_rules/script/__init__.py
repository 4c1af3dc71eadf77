"""The rules of benefits as one ES module: a page answers with it like the service, without asking it."""
