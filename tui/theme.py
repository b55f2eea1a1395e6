"""The three themes: dark, light, and the terminal's own sixteen colours."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="dark",
    primary="#ff8a00",
    secondary="#3f5871",
    accent="#ff8a00",
    foreground="#e6e9ee",
    background="#0f141b",
    surface="#171d26",
    panel="#1f2937",
    success="#59b96f",
    warning="#f0b13c",
    error="#ec6a6a",
    dark=True,
    variables={"edge": "#33485d", "quiet": "#9aa4b1", "on-accent": "#14181f", "footer-key": "#ffb454"},
)

LIGHT = Theme(
    name="light",
    primary="#b45309",
    secondary="#9fb0c2",
    accent="#b45309",
    foreground="#1b232d",
    background="#f5f6f8",
    surface="#ffffff",
    panel="#e3e8ee",
    success="#1f7a3d",
    warning="#8a5a00",
    error="#b4232a",
    dark=False,
    variables={"edge": "#aab6c3", "quiet": "#566270", "on-accent": "#ffffff", "footer-key": "#8f4207"},
)

TERMINAL = Theme(
    name="terminal",
    primary="ansi_yellow",
    secondary="ansi_bright_black",
    accent="ansi_yellow",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_bright_black",
    boost="ansi_default",
    success="ansi_green",
    warning="ansi_yellow",
    error="ansi_red",
    dark=True,
    ansi=True,
    variables={
        "edge": "ansi_bright_black",
        "quiet": "ansi_default",
        "on-accent": "ansi_black",
        "footer-key": "ansi_yellow",
        "ansi-background": "ansi_default",
        "ansi-foreground": "ansi_default",
        "block-cursor-foreground": "ansi_black",
        "block-cursor-background": "ansi_yellow",
        "input-cursor-background": "ansi_white",
        "input-cursor-foreground": "ansi_black",
        "input-selection-background": "ansi_blue",
        "input-selection-foreground": "ansi_white",
    },
)

THEMES = (DARK, LIGHT, TERMINAL)
