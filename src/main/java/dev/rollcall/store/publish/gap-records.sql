-- Records of gaps in the form of docs/evidence.md: one for each period of a gap.
SELECT p.source,
       p.since,
       p.until,
       octet_length(p.group_id) || ':' || p.group_id
           || octet_length((extract(epoch FROM p.since) * 1000000)::bigint::text) || ':'
           || (extract(epoch FROM p.since) * 1000000)::bigint AS record
  FROM directory.gap p
