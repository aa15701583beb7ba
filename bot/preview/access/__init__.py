"""Who may open the preview, and what each may do there."""
