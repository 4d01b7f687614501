package dev.rollcall.answer.export;

import dev.rollcall.answer.format.Column;
import dev.rollcall.answer.format.ColumnType;
import dev.rollcall.answer.format.RowWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows as Parquet, by the parts that Parquet's own writer is made of: the writer itself needs Hadoop. Holds the
 * rows of one row group, compressed but for the pages under way.
 */
final class ParquetRows implements RowWriter {
    /** Small, so that little memory is enough; large enough to compress well. */
    private static final long ROW_GROUP_BYTES = 8L << 20;

    private static final int PAGE_BYTES = 256 << 10;

    /** A dictionary that gets larger than this is given up: ids differ in every row. */
    private static final int DICTIONARY_BYTES = 256 << 10;

    /** Asking for the size visits every column. */
    private static final int ROWS_BETWEEN_LOOKS = 500;

    private static final long MICROS = 1_000_000;

    private static final ParquetProperties PROPERTIES = ParquetProperties.builder()
            .withAllocator(new HeapByteBufferAllocator())
            .withPageSize(PAGE_BYTES)
            .withDictionaryPageSize(DICTIONARY_BYTES)
            .build();

    private final List<Column> columns;
    private final MessageType schema;
    private final MessageColumnIO fields;
    private final ParquetFileWriter file;
    private final GzipCompressor compressor = new GzipCompressor();
    private @Nullable RowGroup group;

    ParquetRows(OutputStream out, List<Column> columns, Set<String> neverNull) throws IOException {
        this.columns = List.copyOf(columns);
        this.schema = schema(columns, neverNull);
        this.fields = new ColumnIOFactory().getColumnIO(schema);
        this.file = new ParquetFileWriter(
                new StreamOutputFile(out),
                schema,
                ParquetFileWriter.Mode.CREATE,
                ROW_GROUP_BYTES,
                0,
                PROPERTIES.getColumnIndexTruncateLength(),
                PROPERTIES.getStatisticsTruncateLength(),
                PROPERTIES.getPageWriteChecksumEnabled());
        file.start();
    }

    private static MessageType schema(List<Column> columns, Set<String> neverNull) {
        Types.MessageTypeBuilder schema = Types.buildMessage();
        columns.forEach(column -> schema.addField(
                field(column, neverNull.contains(column.name()) ? Repetition.REQUIRED : Repetition.OPTIONAL)));
        return schema.named("rollcall");
    }

    private static PrimitiveType field(Column column, Repetition repetition) {
        return switch (column.type()) {
            case TEXT ->
                Types.primitive(PrimitiveTypeName.BINARY, repetition)
                        .as(LogicalTypeAnnotation.stringType())
                        .named(column.name());
            case JSON ->
                Types.primitive(PrimitiveTypeName.BINARY, repetition)
                        .as(LogicalTypeAnnotation.jsonType())
                        .named(column.name());
            case TIME ->
                Types.primitive(PrimitiveTypeName.INT64, repetition)
                        .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS))
                        .named(column.name());
            case NUMBER -> Types.primitive(PrimitiveTypeName.INT64, repetition).named(column.name());
            case FLAG -> Types.primitive(PrimitiveTypeName.BOOLEAN, repetition).named(column.name());
            case INTERVAL -> throw new IllegalArgumentException("no exported view has an interval: " + column.name());
        };
    }

    @Override
    public void row(List<@Nullable Object> cells) throws IOException {
        if (group == null) {
            group = new RowGroup();
        }
        group.add(cells);
        if (group.isFull()) {
            group.writeTo(file);
            group = null;
        }
    }

    @Override
    public void end() throws IOException {
        if (group != null) {
            group.writeTo(file);
            group = null;
        }
        file.end(Map.of());
    }

    @Override
    public void close() {
        if (group != null) {
            group.close();
        }
    }

    private static long micros(Object time) {
        Instant instant = time instanceof OffsetDateTime zoned ? zoned.toInstant() : (Instant) time;
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), MICROS), instant.getNano() / 1_000);
    }

    /** Rows that are written together. */
    private final class RowGroup {
        private final ColumnChunkPageWriteStore pages;
        private final ColumnWriteStore store;
        private final RecordConsumer record;
        private long rows;

        RowGroup() {
            pages = new ColumnChunkPageWriteStore(
                    compressor,
                    schema,
                    PROPERTIES.getAllocator(),
                    PROPERTIES.getColumnIndexTruncateLength(),
                    PROPERTIES.getPageWriteChecksumEnabled());
            store = PROPERTIES.newColumnWriteStore(schema, pages);
            record = fields.getRecordWriter(store);
        }

        void add(List<@Nullable Object> cells) {
            record.startMessage();
            for (int i = 0; i < columns.size(); i++) {
                Object cell = cells.get(i);
                if (cell != null) {
                    Column column = columns.get(i);
                    record.startField(column.name(), i);
                    add(column.type(), cell);
                    record.endField(column.name(), i);
                }
            }
            record.endMessage();
            rows++;
        }

        private void add(ColumnType type, Object cell) {
            switch (type) {
                case TEXT, JSON -> record.addBinary(Binary.fromString((String) cell));
                case TIME -> record.addLong(micros(cell));
                case NUMBER -> record.addLong(((Number) cell).longValue());
                case FLAG -> record.addBoolean((Boolean) cell);
                case INTERVAL -> throw new IllegalStateException("refused with the schema");
            }
        }

        boolean isFull() {
            return rows % ROWS_BETWEEN_LOOKS == 0 && store.getBufferedSize() >= ROW_GROUP_BYTES;
        }

        void writeTo(ParquetFileWriter file) throws IOException {
            record.flush();
            file.startBlock(rows);
            store.flush();
            pages.flushToFileWriter(file);
            file.endBlock();
            close();
        }

        void close() {
            store.close();
            pages.close();
        }
    }
}
