-- Records of memberships in the form of docs/evidence.md: one for each row of history, and how the row ended. There are
-- millions: between 2001 and 2038 times have 16 digits, and a double holds them exactly, in half the time of a numeric.
-- That the member is of the group's source is no condition of the join: of new number tables the planner would expect
-- one row to fulfil it.
SELECT CASE WHEN n.source = k.source THEN k.source END AS source,
       h.group_no,
       h.begins,
       h.valid_from,
       h.valid_to,
       octet_length(k.group_id) || ':' || k.group_id
           || octet_length(n.member_type) || ':' || n.member_type
           || octet_length(n.member_id) || ':' || n.member_id
           || octet_length(h.membership_id) || ':' || h.membership_id
           || CASE WHEN h.created_at >= '2001-09-09 01:46:40+00' AND h.created_at < '2038-01-01 00:00:00+00'
                   THEN '16:' || (date_part('epoch', h.created_at) * 1000000)::bigint
                   ELSE coalesce(octet_length((extract(epoch FROM h.created_at) * 1000000)::bigint::text) || ':'
                                     || (extract(epoch FROM h.created_at) * 1000000)::bigint, '-') END
           || coalesce(c.field, '-')
           || CASE WHEN h.valid_from >= '2001-09-09 01:46:40+00' AND h.valid_from < '2038-01-01 00:00:00+00'
                   THEN '16:' || (date_part('epoch', h.valid_from) * 1000000)::bigint
                   ELSE octet_length((extract(epoch FROM h.valid_from) * 1000000)::bigint::text) || ':'
                            || (extract(epoch FROM h.valid_from) * 1000000)::bigint END
           || CASE h.begins WHEN 'k' THEN '5:known' WHEN 'n' THEN '3:new' WHEN 'c' THEN '9:continued' ELSE '-' END
           AS record,
       CASE h.ends WHEN 'g' THEN '4:gone' WHEN 'u' THEN '8:unscoped' WHEN 'c' THEN '9:continued'
                   WHEN 'r' THEN '7:retired' ELSE '-' END AS ends
  FROM directory.memberships_history h
  JOIN directory.group_key k ON k.no = h.group_no
  JOIN directory.member_key n ON n.no = h.member_no
  LEFT JOIN principal_digest c ON c.no = h.created_by AND c.source = k.source
