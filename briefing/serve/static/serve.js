// The page of `briefing serve`.
// The token is no longer needed: the cookie has replaced it.
history.replaceState(null, "", "/");
