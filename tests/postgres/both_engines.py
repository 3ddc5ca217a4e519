"""What is tested over a file elsewhere and runs over a server as well (`conftest.py` collects it), and what does not.

`pytest tests/postgres/both_engines.py -k test_sheet` runs one of the files.
"""

FOLDERS = ("live", "rituals", "storage")
"""Their files are all named here, in one of the two lists; a test sees to it."""
FILES = (
    "live/test_anonymous",
    "live/test_anonymous_retro",
    "live/test_processes",
    "live/test_retro_processes",
    "rituals/actions/test_actions",
    "rituals/cases/test_cases",
    "rituals/cases/test_wanting",
    "rituals/cases/test_person",
    "rituals/cases/test_processes",
    "rituals/week/test_checkins",
    "rituals/test_heroes",
    "rituals/test_hours",
    "rituals/test_origins",
    "rituals/test_redact",
    "rituals/live/test_sessions",
    "rituals/live/test_bugs",
    "rituals/live/test_machine",
    "rituals/live/test_moderation",
    "rituals/live/test_deltas",
    "rituals/live/test_anonymous",
    "rituals/live/test_spotlight",
    "rituals/live/test_undo_machine",
    "rituals/live/test_votes",
    "rituals/live/test_rounds",
    "rituals/live/test_sheets",
    "rituals/okrs/test_cycles",
    "rituals/okrs/test_milestones",
    "rituals/okrs/test_objectives",
    "rituals/okrs/test_standings",
    "rituals/people/test_members",
    "rituals/people/test_values",
    "rituals/retro/test_polls",
    "rituals/retro/test_retro",
    "rituals/retro/test_bugs",
    "rituals/retro/test_machine",
    "rituals/week/test_evidence",
    "rituals/week/test_pull",
    "rituals/week/test_sheet",
    "rituals/week/test_updates",
    "rituals/test_year",
    "storage/journal/test_journal",
    "storage/engine/test_processes",
    "storage/engine/test_store",
)
SOME = {
    "screens/live/test_brainstorm": {"test_others_readiness_and_coming_shows_without_a_journal_entry"},
    "screens/live/test_cards": {"test_enter_adds_a_card_and_others_cards_are_only_counted[size0]"},
    "screens/live/test_groups": {
        "test_votes_are_dots_with_what_is_left_in_sight_and_totals_come_after_the_round",
    },
    "screens/live/test_live_commands": {"test_who_groups_later_is_told_and_the_name_is_not_lost"},
    "screens/week/test_checkin": {"test_a_week_is_filled_in_from_top_to_bottom_and_submitted"},
    "screens/week/test_checkin_again": {
        "test_what_others_enter_is_shown_and_my_text_stays",
        "test_an_entry_of_somebody_else_for_the_same_week_is_shown_beside_mine_and_i_choose",
    },
}
"""Of screens the few where two people meet: all of them ask the rituals, in one way, and know of no engine."""
LEFT = {
    "rituals/test_explained": "it asks the tables' names, and no workspace",
    "rituals/people/test_logins": "on a server logins are its roles, and members cannot change them",
    "live/test_watched": "what SQLite writes into its file, and in which transaction",
    "storage/local/test_command": "commands of a person's own, whatever the workspace is in",
    "storage/local/test_sources": "files of a person's own, whatever the workspace is in",
    "storage/local/test_state_file": "files of a person's own, whatever the workspace is in",
    "storage/schema/test_checks": "it tries both by itself",
    "storage/schema/test_models": "it tries both by itself",
    "live/test_seven": "real terminals, whatever the workspace is in; half a minute",
    "storage/engine/test_row_reader": "what a member of a server cannot store: its rules refuse it",
    "live/test_anonymous_retro::test_no_command_and_no_export_names_whoever_said_something": (
        "prints what is read; 3 s"
    ),
    "live/test_processes::test_a_crowd_writes_moves_and_votes_at_once[anonymous]": "the named one runs; 4 s",
    "live/test_processes::test_a_killed_client_loses_nothing_that_it_had_acknowledged[False]": (
        "the anonymous one runs"
    ),
    "live/test_retro_processes::test_a_whole_retro_from_start_to_export[named]": "the anonymous one runs; 4 s",
    "live/test_processes::test_the_bench_of_a_session_measures_every_card_at_every_client": (
        "the bench measures a file"
    ),
    "live/test_processes::test_the_bench_of_terminals_measures_every_card_and_key": "the bench measures a file",
    "live/test_processes::test_a_crowd_at_real_terminals_types_groups_and_votes_at_once_and_one_is_killed": (
        "test_terminals has two on a server, and a crowd of processes runs"
    ),
    "storage/journal/test_journal::test_an_entry_that_names_what_is_not_there_is_not_taken_back": (
        "nobody but an administrator changes an entry there; test_forging tries"
    ),
    "storage/engine/test_lock": "files are written in turns; a server has its own line",
    "storage/engine/test_backup": "backup, restore and doctor are about a file; a server is copied by pg_dump",
    "storage/local/test_drafts": "drafts lie in a person's own folder, wherever the workspace is",
    "storage/schema/test_migrations": "files of each schema are kept; test_server brings a server up to date",
    "storage/engine/test_processes::test_a_backup_taken_while_others_write_is_whole": "a server is copied by pg_dump",
    "storage/engine/test_store::test_a_private_workspace_is_mine_alone_whatever_the_umask": ("modes of files"),
    "storage/engine/test_store::test_a_second_workspace_never_takes_the_place_of_the_first": (
        "test_server asks `okrtui init`"
    ),
    "storage/engine/test_store::test_migrations_are_numbered_in_order_up_to_the_schema": ("no workspace is opened"),
    "storage/engine/test_store::test_no_workspace_is_its_own_refusal": "test_server asks it of an empty database",
    "storage/engine/test_store::test_what_is_no_workspace_is_refused_and_left_as_it_is": ("other people's files"),
    "storage/engine/test_store::test_a_schema_from_the_future_is_refused_and_left_as_it_is": ("test_server asks it"),
    "storage/engine/test_store::test_a_read_only_file_is_refused": "modes of files",
    "storage/engine/test_store::test_damaged_pages_are_refused_with_a_sentence": "pages of a file",
    "storage/engine/test_store::test_a_file_that_was_replaced_or_removed_while_open_is_told": ("where a file lies"),
    "storage/engine/test_store::test_an_unknown_timezone_is_refused_before_anything_is_made": ("no workspace is made"),
}
"""Why a file, or one test of it, does not run over a server."""
