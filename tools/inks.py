"""The colours of every page and drawing, light and dark.

Inks of text hold 4.5:1 against `paper` and `page`; lines stay apart for the colour-blind.
"""

# fmt: off
#  name          light      dark
_INKS = (
    ( "page",       "#f6f6f3", "#15171a" ),
    ( "paper",      "#ffffff", "#1e2125" ),
    ( "tint",       "#eef2f7", "#272c33" ),
    ( "ink",        "#1c1d1f", "#e7e8ea" ),
    ( "soft",       "#5d6066", "#a6abb3" ),
    ( "line",       "#dcdcd7", "#34383e" ),
    ( "grid",       "#e8e8e4", "#2d3137" ),
    ( "bad",        "#b3261e", "#ff8a80" ),
    ( "good",       "#1b6e3c", "#7bd49b" ),
    # lines and bars
    ( "red",        "#c8452c", "#ff8a70" ),
    ( "blue",       "#2366b4", "#77b2f5" ),
    ( "green",      "#1f8a5b", "#62cf9d" ),
    ( "violet",     "#7a4fb5", "#c1a3f0" ),
    ( "grey",       "#85888e", "#90959d" ),
    ( "amber",      "#b07a00", "#e7b84a" ),
    # words about them
    ( "red-ink",    "#a83420", "#ff9a83" ),
    ( "blue-ink",   "#1f5fa8", "#8cbdf6" ),
    ( "green-ink",  "#176b46", "#62cf9d" ),
    ( "violet-ink", "#6b42a5", "#cdb4f4" ),
    ( "grey-ink",   "#5d6066", "#a6abb3" ),
    ( "amber-ink",  "#835a00", "#e7b84a" ),
    # the log p-h diagram
    ( "wet",        "#f1f4f8", "#262b32" ),
    ( "dome",       "#3c3f45", "#b9bec6" ),
    ( "cycle",      "#111214", "#f2f2f2" ),
    ( "low",        "#1f5fa8", "#77b2f5" ),
    ( "high",       "#b3261e", "#ff8a80" ),
)
# fmt: on
THEMES = {
    "light": {name: light for name, light, _ in _INKS},
    "dark": {name: dark for name, _, dark in _INKS},
}


def variables(theme):
    """As CSS: --page: #f6f6f3; ..."""
    return " ".join(f"--{name}: {ink};" for name, ink in THEMES[theme].items())


def page_css():
    """What a page begins with: its variables on a screen, dark or light, and on paper."""
    light = variables("light")
    return (
        f":root {{ {light} }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ {variables('dark')} }} }}\n"
        f"@media print {{ :root {{ {light} --page: #ffffff; --ink: #000000; }} }}\n"
    )


def fixed(text, theme):
    """CSS `text` with the inks of a theme in place of variables, for a file by itself; "auto"
    follows the reader's screen."""
    if theme == "auto":
        dark = fixed(text, "dark")
        return f"{fixed(text, 'light')}@media (prefers-color-scheme: dark) {{{dark}}}"
    for name, ink in THEMES[theme].items():
        text = text.replace(f"var(--{name})", ink)
    return text
