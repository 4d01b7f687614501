-- Groups have their checkpoints from when they are staged. One listed by an interrupted run before had none yet.
INSERT INTO staging.group_checkpoint (snapshot, group_no)
SELECT snapshot, group_no FROM staging.groups
ON CONFLICT (snapshot, group_no) DO NOTHING;
