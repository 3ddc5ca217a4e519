-- milestones with an identity in key results and check-ins
-- Nothing moves: rows of before are read as they are. But an okrtui that knows only positions must not write here.
DELETE FROM migration WHERE version = 9;
