"""Files of ``detector/data`` that are made once, for whoever changes what they are made of."""
