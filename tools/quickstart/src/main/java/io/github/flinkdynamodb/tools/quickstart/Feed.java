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
package io.github.flinkdynamodb.tools.quickstart;

import io.github.flinkdynamodb.tools.quickstart.Screen.Style;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Shows the items and changes as they arrive, and the counters. Not thread-safe. */
final class Feed {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    private static final int UPDATES_BETWEEN_SIGNS_OF_LIFE = 10;

    private final Screen screen;
    private final Ledger ledger;
    private final int changes;
    private final int linesPerUpdate;
    private final ZoneId zone;
    private final Set<String> shownTypes = new HashSet<>();

    private int shownFailures;
    private int shownRestarts;
    private int quietUpdates;
    private String shownCounters = "";
    private LagStatistics lags = new LagStatistics();

    /**
     * Creates a feed.
     *
     * @param screen where to show
     * @param ledger what to show
     * @param changes how many changes are written in all
     * @param linesPerUpdate how many changes are shown each time, the newest; the first one of each
     *     type is always shown
     * @param zone the time zone of the times shown
     */
    Feed(Screen screen, Ledger ledger, int changes, int linesPerUpdate, ZoneId zone) {
        this.screen = screen;
        this.ledger = ledger;
        this.changes = changes;
        this.linesPerUpdate = linesPerUpdate;
        this.zone = zone;
    }

    /** Shows what is new. */
    void update() {
        Ledger.News news = ledger.news();
        Ledger.Figures figures = ledger.figures();
        if (figures.failures() > shownFailures) {
            shownFailures = figures.failures();
            screen.line("  A task fails now, as --crash orders", Style.NOTICE);
        }
        if (figures.restarts() > shownRestarts) {
            shownRestarts = figures.restarts();
            screen.line(restart(figures), Style.NOTICE);
        }
        showSome(news.arrivals());
        if (!news.lags().isEmpty()) {
            lags = news.lags();
        }
        showStatus(figures);
    }

    /** Shows the counters; as lines only if they have moved, or to show that the run goes on. */
    private void showStatus(Ledger.Figures figures) {
        String counters = counters(figures);
        quietUpdates = counters.equals(shownCounters) ? quietUpdates + 1 : 0;
        if (screen.isTerminal() || quietUpdates % UPDATES_BETWEEN_SIGNS_OF_LIFE == 0) {
            shownCounters = counters;
            screen.status(counters + " | checkpoint " + figures.lastCheckpoint());
        }
    }

    private void showSome(List<Ledger.Arrival> arrivals) {
        int skipped = Math.max(0, arrivals.size() - linesPerUpdate);
        for (int i = 0; i < arrivals.size(); i++) {
            Ledger.Arrival arrival = arrivals.get(i);
            if (shownTypes.add(arrival.change().type()) || i >= skipped) {
                screen.shortLine(describe(arrival), style(arrival));
            }
        }
    }

    private String describe(Ledger.Arrival arrival) {
        OrderChange change = arrival.change();
        return String.format(
                Locale.ROOT,
                "  %s  %-8s  %s  v%-3d %9s  %s%s",
                TIME.format(Instant.ofEpochMilli(arrival.atMillis()).atZone(zone)),
                change.type(),
                change.orderId(),
                change.version(),
                change.isItem() ? "" : arrival.lagMillis() + " ms",
                arrival.again() ? "(again, after the failure) " : "",
                change.summary());
    }

    private static Style style(Ledger.Arrival arrival) {
        if (arrival.again()) {
            return Style.FAINT;
        }
        return switch (arrival.change().type()) {
            case "INSERT" -> Style.GOOD;
            case "REMOVE" -> Style.BAD;
            default -> Style.PLAIN;
        };
    }

    private static String restart(Ledger.Figures figures) {
        return "  Flink has restarted the job after a failure, from "
                + (figures.restoredCheckpoint().isPresent()
                        ? "checkpoint " + figures.restoredCheckpoint().getAsLong()
                        : "the beginning: there was no checkpoint yet");
    }

    private String counters(Ledger.Figures figures) {
        return String.format(
                Locale.ROOT,
                "  items %d | written %d/%d | arrived %d | committed %d | lag %d ms, at most %d |"
                        + " restarts %d",
                figures.items(),
                figures.written(),
                changes,
                figures.arrived(),
                figures.committed(),
                lags.percentile(50),
                lags.percentile(100),
                figures.restarts());
    }
}
