package dev.rollcall.answer.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Compresses Parquet's pages by Java's own GZIP: every reader knows it, and its own codecs come with Hadoop or with native code. */
final class GzipCompressor implements BytesInputCompressor {
    private final ByteArrayOutputStream compressed = new ByteArrayOutputStream();

    @Override
    public BytesInput compress(BytesInput bytes) throws IOException {
        compressed.reset();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            bytes.writeAllTo(gzip);
        }
        return BytesInput.from(compressed.toByteArray());
    }

    @Override
    public CompressionCodecName getCodecName() {
        return CompressionCodecName.GZIP;
    }

    @Override
    public void release() {}
}
