"""The pages: routes, who may open them, and the stream that feeds them."""
