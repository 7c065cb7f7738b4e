/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.flinkdynamodb.streams.source.enumerator;

import io.github.flinkdynamodb.streams.client.ExportRequest;
import io.github.flinkdynamodb.streams.source.state.StateInput;
import io.github.flinkdynamodb.streams.source.state.StateOutput;
import java.io.IOException;

/**
 * Reads and writes the enumerator's state while an export is waited for, in the place of the scan:
 * the flag 32 in a byte; the table's ARN, the bucket, the prefix, the bucket's owner, the key and
 * the token as texts, each empty if there is none; the time of the request; and the export's ARN as
 * a text, empty if it isn't known.
 */
final class AskedExportFormat {

    /** One that no scan has ({@link ScanStateFormat}). */
    private static final int ASKED = 32;

    private AskedExportFormat() {}

    /** Returns whether a block that isn't empty is of this format. */
    static boolean is(byte[] block) {
        return block[0] == ASKED;
    }

    static byte[] write(AskedExport asked) throws IOException {
        ExportRequest request = asked.request();
        StateOutput out = new StateOutput(512);
        out.writeByte(ASKED);
        out.writeText(request.tableArn());
        out.writeText(request.bucket());
        out.writeText(request.prefix());
        out.writeText(request.bucketOwner().orElse(""));
        out.writeText(request.kmsKey().orElse(""));
        out.writeText(request.token());
        out.writeInstant(asked.askedAt());
        out.writeText(asked.exportArn().orElse(""));
        return out.toBytes();
    }

    static AskedExport read(StateInput in) throws IOException {
        in.readFlags("flags of the export", ASKED);
        String tableArn = in.readText("table's ARN");
        String bucket = in.readText("bucket");
        String prefix = in.readText("prefix");
        String owner = emptyToNull(in.readText("bucket's owner"));
        ExportRequest request =
                ExportRequest.of(tableArn, bucket, prefix, owner, emptyToNull(in.readText("key")))
                        .withToken(in.readText("token"));
        AskedExport asked =
                new AskedExport(
                        request,
                        in.readInstant("time of the request"),
                        emptyToNull(in.readText("export's ARN")));
        in.requireEnd();
        return asked;
    }

    private static String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
