/**
 * The report: one HTML page that holds the history of its sources, opened from disk, asking nobody.
 *
 * <p>Its door is {@link dev.rollcall.answer.report.Report}. {@code SourceReader} streams a source's history in the one
 * state that a {@link dev.rollcall.answer.ReadSession} sees; {@code SourceColumns} takes it row by row and keeps columns
 * of encoded bytes; {@code ReportPage} writes them into the page, whose script in {@code page/} decodes them.
 *
 * <h2>The form of the data</h2>
 *
 * <p>The page holds an element {@code script} of type {@code text/plain} a source, whose text is base64 of gzip of
 * columns. A <em>column</em> is its length in bytes, as a varint, and its bytes. A <em>varint</em> is an unsigned integer,
 * seven bits a byte, low ones first, the eighth bit set in each byte but the last (LEB128). A <em>signed</em> varint holds
 * {@code 2n} for {@code n >= 0} and {@code -2n - 1} below. A <em>text</em> is UTF-8 and ends with a zero byte, which
 * PostgreSQL can't hold in any text.
 *
 * <p>The first column is a JSON object, the <em>head</em>: the source, its {@code times} and, one value a time, what is
 * known of the snapshot published then; and {@code columns}, the names of the columns that follow, in order. So a reader
 * of the form finds each column by its name, and passes over those that it doesn't know.
 *
 * <p><em>Times</em> are those at which something changed for readers: each {@code published_at}, and each retirement
 * (whose snapshot's values are null), in microseconds since 1970 UTC. All else refers to them by number, from 0 on. The
 * first is the last one not after the report's {@code from}, so that everything is known as of then.
 *
 * <p>A <em>period</em> is three numbers in columns of the same length. {@code begin}: 0 when it began before the first
 * time, else the number of the time and 1. {@code length}: 0 when it has not ended, else the number of the time at which
 * it ended and 1, less {@code begin}. {@code kind}: five times how it begins (0 known, 1 new, 2 continued) and how it ends
 * (0 has not, 1 gone, 2 unscoped, 3 retired, 4 continued).
 *
 * <table>
 * <caption>Columns</caption>
 * <tr><th>column</th><th>holds</th></tr>
 * <tr><td>NAME.prefix, NAME.suffix</td><td>a table of texts in order of reading (without case and accents): how many
 *     bytes are the same as in the text before, as a varint, and the others, as a text. Tables: group-name, description,
 *     person-name, login (names to sign in with, and e-mail addresses). A reference is 0 for null, else the place in the
 *     table and 1; so references sort like the texts</td></tr>
 * <tr><td>group.id, group.periods</td><td>a text, and how many periods, a group. Groups are in order of name</td></tr>
 * <tr><td>group.begin, .length, .kind, .name, .description, .read</td><td>a period of a group: its name (signed, less the
 *     one before), its description, and whether its members were ever read</td></tr>
 * <tr><td>person.id, person.type, person.periods</td><td>a text, a place in the head's {@code types}, and how many periods,
 *     a member or user. People are in order of name</td></tr>
 * <tr><td>person.begin, .length, .kind, .name, .login, .email, .status</td><td>a period of a user: name (signed, less the
 *     one before), name to sign in with, e-mail address (signed, less the name to sign in with), status (0 not said, 1
 *     enabled, 2 disabled). A member that the listing of users lacks has none</td></tr>
 * <tr><td>membership.periods</td><td>how many periods of memberships, a group</td></tr>
 * <tr><td>membership.person, .begin, .length, .kind</td><td>a period of a membership: the number of the person, less the
 *     one before in the group; in order of it, and of time</td></tr>
 * <tr><td>gap.group, gap.id, gap.begin, gap.length, gap.reason</td><td>a period in which a group could not be read: the
 *     number of the group and 1, or 0 and its id, a text, in gap.id; reason: 0 when not known any more, else the place in
 *     the head's {@code reasons} and 1</td></tr>
 * </table>
 *
 * <p>A period that another continues without a difference in what is shown is one with it. Ids of memberships and of who
 * created them are left out: 17 bytes each that no reader of the page asks for.
 */
@NullMarked
package dev.rollcall.answer.report;

import org.jspecify.annotations.NullMarked;
