"""How an article is worded: how common its words are, and whether they keep their company."""
