using System.Threading.Channels;

namespace Farebox.Server.UsageLog;

/// <summary>Where calls are announced once their records are on the disk, for those who follow the log.</summary>
public sealed class FinishedCalls
{
    private const int MaxFollowers = 200;

    private readonly Lock _lock = new();
    private volatile Follower[] _followers = [];

    /// <summary>Tells everybody who follows; without followers this is one comparison.</summary>
    public void Announce(UsageRecord record)
    {
        var followers = _followers;
        for (var i = 0; i < followers.Length; i++) followers[i].Offer(record);
    }

    /// <summary>Follows from now on, until disposed; null when too many do.</summary>
    internal Follower? Follow(string organizationId)
    {
        lock (_lock)
        {
            if (_followers.Length >= MaxFollowers) return null;
            var follower = new Follower(this, organizationId);
            _followers = [.. _followers, follower];
            return follower;
        }
    }

    private void Leave(Follower follower)
    {
        lock (_lock) _followers = [.. _followers.Where(other => other != follower)];
    }

    /// <summary>One who follows an organization's calls.</summary>
    internal sealed class Follower(FinishedCalls owner, string organizationId) : IDisposable
    {
        private const int MaxWaiting = 1000;

        private readonly Channel<UsageRecord> _waiting =
            Channel.CreateBounded<UsageRecord>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });

        private volatile bool _missed;

        /// <summary>Calls in the order in which they ended.</summary>
        public ChannelReader<UsageRecord> Calls => _waiting.Reader;

        /// <summary>Whether one did not fit since this was asked last: the store has it.</summary>
        public bool TakeMissed()
        {
            if (!_missed) return false;
            _missed = false;
            return true;
        }

        /// <inheritdoc/>
        public void Dispose() => owner.Leave(this);

        internal void Offer(UsageRecord record)
        {
            if (record.Call.Grant.OrganizationId == organizationId && !_waiting.Writer.TryWrite(record)) _missed = true;
        }
    }
}
