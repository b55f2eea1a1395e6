"""Domain names for hundreds of invented businesses: what they do, whose they are, where they are."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

TRADES = """
apotheke architekt autohaus bäckerei baumschule bestattungen blumen brauerei brillen buchhandlung café
catering computer dachdecker druckerei elektro energie fahrradladen fahrschule feinkost ferienhaus
fliesen fotostudio friseur gartenbau gasthof geigenbau goldschmied hebamme heizung hofladen hotel
hundeschule imkerei immobilien ingenieure kanzlei kindergarten klavier konditorei kosmetik logopädie
makler maler massage metallbau metzgerei möbel musikschule notar optik orthopädie parkett pension pflege
physio praxis reisen reitstall restaurant sanitär schlosserei schreinerei segelschule solar spedition
steuerberater tanzschule tierarzt töpferei umzug weinhandel werbung yoga zahnarzt zimmerei
"""

NAMES = """
adler albrecht arnold bauer baumann beck becker berger böhm brandt braun busch dietrich engel ernst
fischer frank franke friedrich fuchs graf groß günther haas hahn hartmann heinrich herrmann hoffmann horn
huber jäger jung kaiser keller klein koch köhler könig kraus krause krüger kuhn lang lehmann lorenz
ludwig maier martin mayer meier meyer möller müller neumann otto peters pfeiffer pohl richter roth sauer
schäfer schmidt schmitt schneider scholz schreiber schröder schubert schulte schulz schumacher schuster
schwarz seidel simon sommer stein thomas vogel vogt voigt wagner walter weber weiß werner winkler winter
wolf wolff ziegler zimmermann
"""

PLACES = """
aachen ahrensburg allgäu altona augsburg bamberg bergedorf bielefeld bonn bremen coburg chiemgau dresden
eifel emden erfurt essen flensburg freiburg fulda gießen görlitz göttingen hamburg harz heidelberg
hildesheim husum jena kassel kiel köln konstanz leipzig lübeck mainz marburg münchen münster nürnberg
oldenburg passau potsdam regensburg rostock rügen spreewald stuttgart sylt trier tübingen ulm usedom
wedel weimar wismar würzburg
"""

ENDINGS = {"de": 70, "com": 10, "eu": 6, "net": 5, "org": 4, "info": 3, "shop": 1, "berlin": 1}
"""Top-level domains, and how common they are among main domains."""

SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e"})  # codespell:ignore ue


@dataclass(frozen=True, slots=True)
class Business:
    """One invented business.

    Attributes:
        name: What its domains are called, in front of the last dot.
    """

    name: str

    def main(self, random: Random) -> str:
        """Its main domain; most that could have an umlaut in it do without."""
        name = self.name if random.random() < 1 / 3 else self._spelled_out()
        return f"{name}.{random.choices(tuple(ENDINGS), tuple(ENDINGS.values()))[0]}"

    def others(self, main: str, count: int) -> list[str]:
        """Further domains: the other spelling first, then other endings."""
        if not count:
            return []
        spelled, ending = self._spelled_out(), main.rpartition(".")[2]
        names = [f"{name}.{ending}" for name in dict.fromkeys((self.name, spelled))]
        names += [f"{spelled}.{other}" for other in ENDINGS if other != ending]
        return [name for name in names if name != main][:count]

    def _spelled_out(self) -> str:
        return self.name if self.name.isascii() else self.name.translate(SPELLED_OUT)


def businesses(random: Random) -> list[Business]:
    """Every business there is, each once, in the order that `random` gives them."""
    names = [f"{trade}-{whose}" for trade, whose in product(TRADES.split(), (NAMES + PLACES).split())]
    random.shuffle(names)
    return [Business(name) for name in names]
