"""The routes, a folder for each desk."""

from apps.gateway.routes.administration import accounts, disclosures, parked
from apps.gateway.routes.certification import (
    certificate_years,
    certificates,
    employer_keys,
    filings,
    holidays,
    notices,
    proceedings,
    reissues,
    reporting,
    stock,
)
from apps.gateway.routes.day import arrivals, exam_day, incidents, room_papers
from apps.gateway.routes.itembank import answer_keys, bank_exchange, bank_items, papers, secret_materials
from apps.gateway.routes.me import console, jobs, my_account, passkeys, provider, sign_in
from apps.gateway.routes.office import announcements, annual_plan, approvals, batches, overview, todo
from apps.gateway.routes.records import archive, archive_access, archive_files, forms, ledgers, proofs
from apps.gateway.routes.registration import applications, bars, counter, fees, photos, rosters, search
from apps.gateway.routes.scheduling import duty_roster, planning, staff_files, tickets
from apps.gateway.routes.scoring import analysis, answer_cards, marking, rechecks, reviews, score_lists, typed_sheets

ALL = (
    sign_in.pages,
    provider.pages,
    my_account.pages,
    passkeys.pages,
    batches.pages,
    forms.pages,
    ledgers.pages,
    todo.pages,
    approvals.pages,
    overview.pages,
    search.pages,
    rosters.pages,
    counter.pages,
    applications.pages,
    announcements.pages,
    annual_plan.pages,
    planning.pages,
    staff_files.pages,
    stock.pages,
    tickets.pages,
    bars.pages,
    photos.pages,
    fees.pages,
    filings.pages,
    employer_keys.pages,
    duty_roster.pages,
    bank_items.pages,
    bank_exchange.pages,
    secret_materials.pages,
    papers.pages,
    answer_keys.pages,
    marking.pages,
    answer_cards.pages,
    typed_sheets.pages,
    score_lists.pages,
    analysis.pages,
    reviews.pages,
    rechecks.pages,
    notices.pages,
    holidays.pages,
    certificates.pages,
    certificate_years.pages,
    reissues.pages,
    proceedings.pages,
    reporting.pages,
    exam_day.pages,
    arrivals.pages,
    room_papers.pages,
    incidents.pages,
    archive.pages,
    proofs.pages,
    archive_files.pages,
    archive_access.pages,
    parked.pages,
    console.pages,
    accounts.pages,
    disclosures.pages,
    jobs.pages,
)
