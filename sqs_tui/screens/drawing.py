"""What is asked on Sample: what to draw, why a case is replaced, who is kept out, and where the record is written."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqs_tui.domain.interests import said_of_cases
from sqs_tui.domain.sample import Wanted, strata_fields
from sqs_tui.domain.sample_account import exact_share, field_text, stratum_label
from sqs_tui.domain.sample_form import FieldError, wanted_from
from sqs_tui.errors import LibraryError, SqsError
from sqs_tui.progress import Steps
from sqs_tui.screens.ask import Ask, Pick
from sqs_tui.screens.base import SqsScreen
from sqs_tui.screens.exporting import ask_path
from sqs_tui.screens.form import Fault, Field, Form
from sqs_tui.screens.session import Session
from sqs_tui.screens.working import work
from sqs_tui.store.place import Values
from sqs_tui.store.second import new_seed

_SHOWN = 10
"""How many strata are shown before a draw: a small screen has room for them."""
_YES, _NO = ("y", "yes"), ("", "n", "no")


class Drawing:
    """The questions, for the screen that shows the sample; `shown` is called when something has changed."""

    def __init__(self, screen: SqsScreen, session: Session, shown: Callable[[], None]) -> None:
        self._screen = screen
        self._session = session
        self._sampling = session.inspection.sampling
        self._interests = session.inspection.interests
        self._shown = shown
        self._seed = ""
        """The seed that was made up for what is being asked: what is shown before a draw is what is drawn."""

    # Drawing

    def ask(self) -> None:
        """Ask what is to be drawn."""
        listed, there = self._sampling.listed, self._sampling.now
        if listed is None:  # it could not be read at this moment
            return
        self._seed = new_seed()
        before = there.draw.wanted if there else None
        facts = ", ".join(field_text(field, self._interests.labels) for field in strata_fields(listed.cases))
        fields = (
            Field(id="size", label="How many cases", value=str(before.size) if before else "", hint="14, or a share such as 20%"),
            Field(id="seed", label="Seed", value=before.seed if before else "", hint="empty: one is made up, and kept"),
            Field(
                id="by",
                label="Strata by one fact, or by two",
                value=", ".join(field_text(field, self._interests.labels) for field in before.by) if before else "",
                hint=f"empty: none; or of {facts}" if facts else "the list has none",
                long=True,
            ),
            Field(
                id="cap",
                label="Of a case manager",
                value=str(before.cap or "") if before else "",
                hint="at most; empty: any number",
            ),
            Field(
                id="person", label="One case a person", value="y" if before and before.one_a_person else "", hint="y, or empty"
            ),
            Field(id="reserve", label="Reserves", value=str(before.reserve) if before else "", hint="empty: half as many"),
            *((Field(id="why", label="Why another", hint="the same again adds records that are missing"),) if before else ()),
        )
        title = f"Draw a sample of the {len(listed.cases)} cases"
        self._screen.app.push_screen(Form(title, fields, self._fault, self._session.typed), self._preview)

    def _wanted(self, values: Values) -> Wanted:
        listed, there = self._sampling.listed, self._sampling.now
        return wanted_from(
            size=values["size"],
            seed=values["seed"],
            by=values["by"],
            cap=values["cap"],
            one_a_person=values["person"].casefold() in _YES,
            reserve=values["reserve"],
            cases=listed.cases if listed else (),
            labels=self._interests.labels,
            there=there.draw.wanted if there else None,
            new_seed=lambda: self._seed,
        )

    def _fault(self, values: Values) -> Fault | None:
        if values["person"].casefold() not in (*_YES, *_NO):
            return Fault("person", "y for one case a person at most, or nothing.")
        try:
            wanted = self._wanted(values)
            self._sampling.preview(wanted)
        except FieldError as wrong:
            return Fault(wrong.field, str(wrong))
        except (ValueError, LibraryError) as fault:
            return Fault("size", str(fault))
        there = self._sampling.now
        if there and not self._is_same(wanted) and not values["why"]:
            return Fault("why", f"A sample was drawn by the seed {there.draw.wanted.seed} already: say why another is drawn.")
        return None

    def _is_same(self, wanted: Wanted) -> bool:
        there, listed = self._sampling.now, self._sampling.listed
        return bool(there and listed and there.draw.wanted == wanted and there.draw.list == listed.id)

    def _preview(self, values: Values | None) -> None:
        if values is None:
            return
        try:
            wanted = self._wanted(values)
            text = self._told(wanted)
        except (ValueError, LibraryError) as fault:  # the list has changed at this moment
            self._screen.notice(str(fault))
            return
        ask = Ask(text, yes="add the records that are missing" if self._is_same(wanted) else "draw it")
        self._screen.app.push_screen(ask, lambda agreed: self._draw(wanted, values.get("why", "")) if agreed else None)

    def _told(self, wanted: Wanted) -> str:
        drawn, labels = self._sampling.preview(wanted), self._interests.labels
        listed = sum(share.listed for share in drawn.shares)
        lines = [f"{wanted.size} of the {listed} cases, by the seed {wanted.seed}, with {len(drawn.reserves)} reserves."]
        limits = [f"at most {wanted.cap} of one case manager"] if wanted.cap else []
        limits += ["one case a person at most"] if wanted.one_a_person else []
        if limits:
            lines.append(f"With {' and '.join(limits)}.")
        if wanted.by:
            lines += ["", f"{'stratum':<34}  in list    share  drawn"]
            for share in drawn.shares[:_SHOWN]:
                name = stratum_label(share.stratum, wanted.by, labels)
                exact = exact_share(share, wanted.size, listed)
                lines.append(f"{name[:34]:<34}  {share.listed:>7}  {exact:>7}  {share.drawn:>5}")
            if len(drawn.shares) > _SHOWN:
                lines.append(f"and {len(drawn.shares) - _SHOWN} strata more")
        return "\n".join(lines)

    def _draw(self, wanted: Wanted, why: str) -> None:
        try:
            made = self._sampling.draw(wanted, why)
        except SqsError as fault:
            self._screen.notice(str(fault))
        else:
            says = f"{len(made.added)} record{'' if len(made.added) == 1 else 's'} added."
            unread = f" Nobody has {', '.join(made.unread)}, because of conflicts of interest." if made.unread else ""
            self._screen.notice(f"{says}{unread}")
        self._shown()

    # Replacing

    def replace(self, reference: str) -> None:
        """Ask why a case is replaced; what happens to its answers is said before."""
        try:
            reserve, same = self._sampling.reserve_for(reference)
            record = self._sampling.record_of(self._sampling.require_now().draw, reference)
        except SqsError as fault:
            self._screen.notice(str(fault))
            return
        begun = bool(record and not record.trashed and self._sampling.is_begun(record))
        title = f"{reserve} stands in for {reference}"
        if not same:
            title += ", of another stratum: none of the same is left"
        if begun:
            title += "; its answers go to the trash with it"
        self._screen.app.push_screen(
            Form(
                title,
                (Field(id="why", label="Why"),),
                lambda values: None if values["why"] else Fault("why", "A case is replaced for a reason: say why."),
                self._session.typed,
                save=lambda values: self._replace(reference, values["why"], begun=begun),
            ),
            lambda _: self._shown(),
        )

    def _replace(self, reference: str, why: str, *, begun: bool) -> None:
        done = self._sampling.replace(reference, why, begun=begun)
        self._screen.notice(f"{done.replacement.reserve} stands in for {reference}, whose record is in the trash.")

    # Who is kept out

    def keep_out(self) -> None:
        """Ask who is kept out of which cases, or no longer."""
        fields = (
            Field(id="inspector", label="Inspector"),
            Field(
                id="cases", label="Of the cases with", hint="such as Team=East, or several with commas between them", long=True
            ),
            Field(id="withdraw", label="No longer", hint="y: this no longer holds; or empty"),
        )

        def fault(values: Values) -> Fault | None:
            try:
                said_of_cases(values["cases"])
            except ValueError as says:
                return Fault("cases", str(says))
            wrong = values["withdraw"].casefold() not in (*_YES, *_NO)
            return Fault("withdraw", "y where it no longer holds, or nothing.") if wrong else None

        def save(values: Values) -> None:
            inspector, cases, interests = values["inspector"], said_of_cases(values["cases"]), self._interests
            if values["withdraw"].casefold() in _YES:
                them = ", ".join(map(interests.text_of, interests.withdraw_all(inspector, cases)))
                self._screen.notice(f"{inspector} may read the cases of {them} again.")
                return
            declared = interests.declare_all(inspector, cases)
            told = f"{inspector} reads no case of {' or '.join(map(interests.text_of, declared))} from now on."
            has = interests.has_already(*declared)
            self._screen.notice(f"{told} {has}." if has else told)

        form = Form("Keep an inspector out of cases", fields, fault, self._session.typed, save=save)
        self._screen.app.push_screen(form, lambda _: self._shown())

    # The record

    def export(self) -> None:
        """Ask what the record is written as, and to which file."""
        forms = {"m": "md", "h": "html"}

        def chosen(key: str | None) -> None:
            if key:
                form = forms[key]
                name = f"{self._session.inspection.folder.name}-sample.{form}"
                ask_path(self._screen, self._session, "The record of the sample", name, partial(self._write, form))

        pick = Pick("The record of the sample is written as", {"m": "Markdown", "h": "a page (HTML), to be printed"})
        self._screen.app.push_screen(pick, chosen)

    def _write(self, form: str, path: Path, *, overwrite: bool) -> None:
        from sqs_tui.export.files import write_new  # noqa: PLC0415 - the exporters take long to import
        from sqs_tui.export.sample import sample_bytes  # noqa: PLC0415 - as above
        from sqs_tui.export.stamp import stamp  # noqa: PLC0415 - as above

        inspection = self._session.inspection
        account, name, by = self._sampling.account(), inspection.details.name, stamp(inspection.instrument, datetime.now(UTC))

        def make(steps: Steps) -> None:
            steps(0, 1, "record")
            write_new(path, sample_bytes(form, name, account, by), overwrite=overwrite)

        work(self._screen, f"Writing {path}", make, lambda _: self._screen.notice(f"Written to {path}"))
